"""Passages of the shipped documents: how many models they speak for, each the exact words of its source."""

from collections import Counter

from kb.model import QUESTIONS
from kb.questions import completeness
from kb.service import KnowledgeBase


def test_every_passage_is_the_exact_words_of_its_source(corpus_kb: KnowledgeBase) -> None:
    told = [(each.source.text, answer) for each in corpus_kb.models() for answer in each.model.answers]
    assert len(told) > 400
    assert all(answer.evidence.span.cut(text) == answer.evidence.quote for text, answer in told)


def test_most_models_are_answered_for_and_every_question_somewhere(corpus_kb: KnowledgeBase) -> None:
    models = [each.model for each in corpus_kb.models()]
    answered = [len(completeness(model).answered) for model in models]
    assert sum(count > 0 for count in answered) / len(models) >= 0.6  # the others are named in passing
    assert max(answered) >= 5
    asked = Counter(question for model in models for question in {each.question for each in model.answers})
    assert set(asked) == set(QUESTIONS)


def test_no_passage_speaks_for_two_models_of_one_document(corpus_kb: KnowledgeBase) -> None:
    told = Counter(
        (each.model.doc_id, answer.question, answer.evidence.span)
        for each in corpus_kb.models()
        for answer in each.model.answers
    )
    assert max(told.values()) == 1
