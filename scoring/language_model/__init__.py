"""A second reading by a language model, off unless a centre asks for it: believed only where it quotes.

Any OpenAI-compatible endpoint will do (a local llama.cpp or Ollama server, or a provider that the centre trusts).
What leaves is masked first (`masking`), what comes back is data (`answer`): a quotation that its turn does not hold
is thrown away, and a verdict left without any is no finding.
"""

from scoring.language_model.endpoint import Endpoint, EndpointFailed, Spent
from scoring.language_model.reading import read_again

__all__ = ["Endpoint", "EndpointFailed", "Spent", "read_again"]
