// Loaded into a product that a test started. Its standard input is a pipe that the test process holds and never writes to: when
// that ends, the test process is gone, whatever ended it, and nobody is left who could stop this one.

process.stdin
  .once('close', () => process.kill(process.pid, 'SIGKILL'))
  .resume()
  .unref()
