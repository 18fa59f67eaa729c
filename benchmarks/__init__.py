"""What pages, Releases and start-up cost, in CPU time: `make bench` prints the table of docs/performance.md."""
