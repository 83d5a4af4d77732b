"""Conversations, actions, signposts and deliveries, as the store keeps them."""
