"""The wires: what sends one request and reads its answer.

One module for each HTTP library. Connecting, TLS, proxies and the writing of requests are the library's. The reading of
answers over urllib3 is ours, and each module says which promise that keeps, and what in urllib3 would make it
superfluous: `http11` (heads and chunks), `pool` (deadlines, reuse), `core.gzip` (what is small only on the wire).
With urllib3's own pool in their place, 32 tests of `tests/faults` fail, and a call takes 23 µs longer.
"""
