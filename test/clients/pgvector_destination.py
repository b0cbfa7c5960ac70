"""Airbyte's destination for pgvector, with two cures. Run by pipe.mjs as the command `destination`.

It would download the vocabulary of GPT-2, to count the tokens of a text before it cuts it. Here a token is a character. And it
writes states without the message around them, which neither Airbyte nor the README's pipe takes for states.

Its made-up vectors have 3 numbers instead of 1,536, which were most of the time that a row takes.
"""

import sys
import warnings

from airbyte_cdk.destinations.vector_db_based import embedder
from airbyte_cdk.models import AirbyteMessage, AirbyteStateMessage, Type
from langchain.text_splitter import RecursiveCharacterTextSplitter

warnings.simplefilter("ignore")  # Google's packages warn about older versions of Python

from destination_pgvector import DestinationPGVector  # noqa: E402


def by_characters(cls, disallowed_special=(), **options):
    return cls(**options)


class Destination(DestinationPGVector):
    def write(self, config, configured_catalog, input_messages):
        for message in super().write(config, configured_catalog, input_messages):
            is_bare = isinstance(message, AirbyteStateMessage)
            yield AirbyteMessage(type=Type.STATE, state=message) if is_bare else message


embedder.OPEN_AI_VECTOR_SIZE = 3
RecursiveCharacterTextSplitter.from_tiktoken_encoder = classmethod(by_characters)
Destination().run(sys.argv[1:])
