"""What the HTTP doors share: who asks, who may, how often, and how errors are told."""
