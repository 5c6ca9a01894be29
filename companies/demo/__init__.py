"""The demonstration programme: believable data made through the same actions."""
