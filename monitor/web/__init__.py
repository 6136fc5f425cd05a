"""The health endpoints, for people, load balancers and Prometheus."""
