"""What endpoints about people ask for: who is asking."""

from typing import Annotated

from fastapi import Depends, HTTPException, Request

from server.people.person import Caller, caller_of


def _caller(request: Request) -> Caller:
    caller = caller_of(request.scope)
    if caller is None:
        raise HTTPException(401, "Sign in first.")
    return caller


Asking = Annotated[Caller, Depends(_caller)]
