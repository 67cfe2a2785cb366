"""`python -m indexer` is `kb`."""

from indexer.cli import main

main()
