"""Log and feedback that never wait for the network: a record is in a file when the call returns, and is sent later."""
