"""What endpoints about people ask for: who is asking."""

from typing import Annotated

from fastapi import Depends, HTTPException, Request

from server.auth.principals import Caller, get_caller


async def _require_caller(request: Request) -> Caller:
    caller = get_caller(request.scope)
    if caller is None:
        raise HTTPException(401, "Sign in first.")
    return caller


CallerDep = Annotated[Caller, Depends(_require_caller)]
