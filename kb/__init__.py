"""What the product means: documents, models, queries and the use cases on them.

Core modules import the standard library only; `kb.store` adds SQLAlchemy and each file of `kb.handout` the
one library of its format. Nothing here imports `indexer` or `webui`.
"""
