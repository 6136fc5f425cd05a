"""The long-running process: wires everything, owns start, reload and shutdown.

    Schedule  -- due -->  Crawl  -- pages -->  Newsdesk  -- outbox -->  Dispatcher  --> Slack
        ^                                          |
        +--------------- next look ----------------+

All of it shares one event loop; SQL runs in the store's threads, careful extraction in a process.
"""
