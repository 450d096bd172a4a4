// What other scripts use: a page as a document. It is no string, so nothing of it runs, and no markup is made here.
globalThis.load = (address) => new Promise((resolve, reject) => {
  const request = new XMLHttpRequest();
  request.open("GET", address);
  request.responseType = "document";
  request.onload = () => (request.status === 200 && request.response ? resolve(request.response) : reject(new Error()));
  request.onerror = reject;
  request.send();
});
