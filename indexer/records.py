"""From one original to the record of everything known about it."""

from indexer.extract import Original, parse
from indexer.extraction.indicators import extract_indicators
from indexer.extraction.models import extract_models
from indexer.passages import cut_passages
from indexer.shingles import signature_of
from indexer.tagging.livelihoods import tag_livelihoods
from indexer.tagging.places import read_places
from indexer.tagging.projects import tag_projects
from indexer.tagging.years import tag_years
from kb.document import Document
from kb.errors import InputError
from kb.record import Record

__all__ = ["make_record", "record_of"]


def make_record(original: Original) -> Record | InputError:
    """The record of an original, or why it could not be read. Errors are returned to cross processes."""
    try:
        return record_of(parse(original))
    except InputError as error:
        return error


def record_of(document: Document) -> Record:
    """A document with all that is to be known of it."""
    passages = cut_passages(document)
    places = read_places(document, passages)
    models = extract_models(document, passages, places)
    of_models = [figure.evidence.span for model in models for figure in model.figures.values()]
    return Record(
        document=document,
        passages=passages,
        tags=(
            *places.tags,
            *tag_projects(document, passages),
            *tag_livelihoods(document, passages),
            *tag_years(document),
        ),
        models=tuple(models),
        indicators=tuple(extract_indicators(document, passages, places, of_models)),
        signature=signature_of(document.text),
    )
