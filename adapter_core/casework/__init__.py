"""Rules and state machines of casework; nothing here reads or writes anything."""
