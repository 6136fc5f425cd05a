"""A small world on loopback that shows the whole path: a newspaper, and a stand-in for Slack."""
