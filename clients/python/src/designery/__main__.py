"""`python -m designery`: the commands of this package."""

from designery.commands import main

main()
