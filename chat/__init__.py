"""What is written live: a conversation between two sides, its order, its marks, and what each side still has to get.

Pure: what happened goes in, the conversation comes out. Knows nobody else in this house.
"""

from .conversation import Closed, Conversation, Delivered, Happening, Message, Read, Refused, Sent, Side

__all__ = ["Closed", "Conversation", "Delivered", "Happening", "Message", "Read", "Refused", "Sent", "Side"]
