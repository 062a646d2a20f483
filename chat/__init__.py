"""What is written live: conversations, delivery, presence.

Knows nobody else in this house.
"""

from .conversation import ChatMessage, Conversation, ConversationClosed, Side

__all__ = ["ChatMessage", "Conversation", "ConversationClosed", "Side"]
