"""The whole answer as text: the counted sentence, after the conditions on which it depends."""

from outlast.present.by_open_question import by_open_question
from outlast.present.display.voice import Voice
from outlast.present.headline import counted
from outlast.results import Results


def answer_text(results: Results, voice: Voice) -> str:
    """Return the answer of a run in sentences, the same in every shell."""
    return voice.sentences([by_open_question(results, voice), counted(results, voice)])
