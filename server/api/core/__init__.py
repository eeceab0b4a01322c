"""What every route stands on: authorization, errors, dependencies, requests in JSON."""
