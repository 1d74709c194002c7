"""Who may do what: visitors, the lecturer's key, folders closed to others, what one visitor may bring."""
