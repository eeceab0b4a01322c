"""What each address needs of whoever asks: one line for each, and nothing is answered that has no line here.

stranger   anyone: the address checks by itself who may
page       anyone: a page without data; for whom it knows, it is the page of the workspace it shows
visitor    whoever holds the share link that the address names
person     anybody with an account, about what is their own
viewer     members of the workspace that the address names, or else of the one that was chosen ...
runner     ... who may run what is there
editor     ... and change it
owner      ... and say who is a member
server     owners of the server; they see what belongs to all workspaces
"""

from typing import Literal

Permission = Literal["stranger", "page", "visitor", "person", "viewer", "runner", "editor", "owner", "server"]

_PERMISSION_LINES = """
GET     /healthz                                               stranger
GET     /readyz                                                stranger
GET     /metrics                                               stranger
GET     /robots.txt                                            stranger
POST    /api/session                                           stranger
POST    /api/login                                             stranger
POST    /api/setup                                             stranger
POST    /api/invitations/lookup                                stranger
POST    /api/invitations/accept                                stranger
GET     /login                                                 stranger
GET     /login/provider                                        stranger
GET     /login/provider/callback                               stranger
GET     /setup                                                 stranger
GET     /join                                                  stranger

GET     /                                                      page
GET     /designs/{design_id}                                   page
GET     /samples                                               page
GET     /datasets                                              page
GET     /runs                                                  page
GET     /compare/{runs}                                        page
GET     /connections                                           page
GET     /open                                                  page
GET     /notifications                                         page
GET     /people                                                page
GET     /people/{section}                                      page
GET     /{path:path}                                           page

GET     /s/{share_id}                                          visitor
GET     /s/{share_id}/picture.png                              visitor
POST    /api/shared/{share_id}/guest-session                   visitor
GET     /api/shared/{share_id}                                 visitor
GET     /api/shared/{share_id}/artifacts/{artifact_id}         visitor
GET     /api/shared/{share_id}/artifacts/{artifact_id}/rows    visitor
GET     /api/shared/{share_id}/download                        visitor
POST    /api/shared/{share_id}/copy                            visitor
GET     /api/shared/{share_id}/events                          visitor
POST    /api/shared/{share_id}/runs                            visitor
GET     /api/shared/{share_id}/runs/{run_id}                   visitor
POST    /api/shared/{share_id}/runs/{run_id}/cancel            visitor
GET     /api/shared/{share_id}/runs/{run_id}/artifacts/{artifact_id} visitor
GET     /api/shared/{share_id}/runs/{run_id}/artifacts/{artifact_id}/rows visitor
PUT     /api/shared/{share_id}/guest-session/name              visitor
GET     /api/shared/{share_id}/design                          visitor
GET     /api/shared/{share_id}/design/catalog                  visitor
GET     /api/shared/{share_id}/design/modules/{name}/help      visitor
GET     /api/shared/{share_id}/design/steps                    visitor
GET     /api/shared/{share_id}/design/analysis                 visitor
GET     /api/shared/{share_id}/design/events                   visitor
POST    /api/shared/{share_id}/design/presence                 visitor
POST    /api/shared/{share_id}/design/edits                    visitor
GET     /api/shared/{share_id}/design/threads                  visitor
POST    /api/shared/{share_id}/design/threads                  visitor
POST    /api/shared/{share_id}/design/threads/{thread_id}/comments visitor
PUT     /api/shared/{share_id}/design/threads/{thread_id}/resolution visitor
PATCH   /api/shared/{share_id}/design/threads/{thread_id}/comments/{comment_id} visitor
DELETE  /api/shared/{share_id}/design/threads/{thread_id}/comments/{comment_id} visitor

GET     /api/me                                                person
POST    /api/me/logout                                         person
POST    /api/me/password                                       person
POST    /api/me/workspace                                      person
GET     /api/me/sessions                                       person
DELETE  /api/me/sessions                                       person
DELETE  /api/me/sessions/{session_id}                          person
GET     /api/me/tokens                                         person
POST    /api/me/tokens                                         person
DELETE  /api/me/tokens/{token_id}                              person
GET     /api/me/notifications                                  person
POST    /api/me/notifications/read                             person
GET     /api/me/notifications/preferences                      person
PUT     /api/me/notifications/preferences                      person
GET     /api/me/notifications/events                           person
GET     /api/me/webhooks                                       person
POST    /api/me/webhooks                                       person
PATCH   /api/me/webhooks/{hook_id}                             person
DELETE  /api/me/webhooks/{hook_id}                             person
POST    /api/me/webhooks/{hook_id}/secret                      person
POST    /api/me/webhooks/{hook_id}/test                        person
GET     /api/me/webhooks/{hook_id}/deliveries                  person
POST    /api/workspaces                                        person
GET     /api/catalog                                           person
GET     /api/error-codes                                       person
POST    /api/modules/describe                                  person
GET     /api/modules/{name}/help                               person
GET     /api/samples                                           person
GET     /api/samples/import-status                             person
GET     /api/system                                            person
GET     /api/docs                                              person
GET     /api/designs/schema                                    person

GET     /api/designs                                           viewer
POST    /api/designs                                           editor
GET     /api/designs/{design_id}                               viewer
DELETE  /api/designs/{design_id}                               editor
POST    /api/designs/{design_id}/restore                       editor
POST    /api/designs/{design_id}/trust                         editor
POST    /api/designs/{design_id}/review                        editor
GET     /api/designs/{design_id}/edits                         viewer
POST    /api/designs/{design_id}/edits                         editor
GET     /api/designs/{design_id}/analysis                      viewer
GET     /api/designs/{design_id}/export                        viewer
GET     /api/designs/{design_id}/runs/latest                   viewer
GET     /api/designs/{design_id}/code                          viewer
GET     /api/designs/{design_id}/untrusted-code                viewer
GET     /api/designs/{design_id}/picture.svg                   viewer
GET     /api/designs/{design_id}/events                        viewer
GET     /api/designs/{design_id}/scoring-nodes                 viewer
POST    /api/designs/{design_id}/inference-designs             editor
POST    /api/designs/{design_id}/preview                       runner
POST    /api/designs/{design_id}/module-drafts/run             editor
DELETE  /api/designs/{design_id}/module-drafts/run             editor
POST    /api/designs/{design_id}/module-drafts/warm-up         editor
GET     /api/designs/{design_id}/diff                          viewer
GET     /api/designs/{design_id}/versions                      viewer
POST    /api/designs/{design_id}/versions                      editor
GET     /api/designs/{design_id}/versions/{version_id}         viewer
PATCH   /api/designs/{design_id}/versions/{version_id}         editor
DELETE  /api/designs/{design_id}/versions/{version_id}         editor
POST    /api/designs/{design_id}/restorations                  editor
POST    /api/designs/{design_id}/presence                      viewer
GET     /api/designs/{design_id}/threads                       viewer
POST    /api/designs/{design_id}/threads                       viewer
POST    /api/designs/{design_id}/threads/{thread_id}/comments  viewer
PUT     /api/designs/{design_id}/threads/{thread_id}/resolution viewer
PATCH   /api/designs/{design_id}/threads/{thread_id}/comments/{comment_id} viewer
DELETE  /api/designs/{design_id}/threads/{thread_id}/comments/{comment_id} viewer
GET     /api/designs/{design_id}/shares                        editor
POST    /api/designs/{design_id}/shares                        editor
POST    /api/shares/{share_id}/guest-session                   editor
PATCH   /api/shares/{share_id}                                 editor
DELETE  /api/shares/{share_id}                                 editor

GET     /api/designs/{design_id}/runs                          viewer
POST    /api/designs/{design_id}/runs                          runner
GET     /api/runs                                              viewer
GET     /api/runs/tags                                         viewer
GET     /api/runs/{run_id}                                     viewer
PATCH   /api/runs/{run_id}                                     runner
DELETE  /api/runs/{run_id}                                     editor
POST    /api/runs/{run_id}/rerun                               runner
POST    /api/runs/{run_id}/cancel                              runner
GET     /api/runs/{run_id}/steps/{node}/log                    viewer
GET     /api/runs/{run_id}/steps/{node}/plots                  viewer
GET     /api/runs/{run_id}/steps/{node}/plots/{number}         viewer
GET     /runs/{run_id}/report                                  viewer
GET     /api/comparison                                        viewer
GET     /api/comparison/parameters                             viewer
POST    /api/runs/{run_id}/attributions                        runner
POST    /api/runs/{run_id}/replays                             runner
GET     /api/runs/{run_id}/analyses                            viewer
GET     /api/run-analyses/{analysis_id}                        viewer
POST    /api/run-analyses/{analysis_id}/cancel                 runner
GET     /api/artifacts/{artifact_id}                           viewer
GET     /api/artifacts/{artifact_id}/rows                      viewer
GET     /api/artifacts/{artifact_id}/download                  viewer
GET     /api/artifacts/{artifact_id}/images/{row}              viewer
GET     /api/artifacts/{artifact_id}/correlation               viewer
GET     /api/artifacts/{artifact_id}/scatter                   viewer
GET     /api/artifacts/{artifact_id}/distributions             viewer

GET     /api/datasets                                          viewer
POST    /api/datasets                                          editor
GET     /api/datasets/columns                                  viewer
GET     /api/datasets/{dataset_id}                             viewer
PATCH   /api/datasets/{dataset_id}                             editor
DELETE  /api/datasets/{dataset_id}                             editor
POST    /api/datasets/{dataset_id}/restore                     editor
GET     /api/datasets/{dataset_id}/target-candidates           viewer
GET     /api/datasets/{dataset_id}/quick-start                 viewer
GET     /api/connections                                       viewer
POST    /api/connections                                       editor
POST    /api/connections/test                                  editor
POST    /api/connections/{connection_id}/test                  editor
PUT     /api/connections/{connection_id}                       editor
DELETE  /api/connections/{connection_id}                       editor
GET     /api/secrets                                           editor
POST    /api/secrets                                           editor
PUT     /api/secrets/{secret_id}                               editor
DELETE  /api/secrets/{secret_id}                               editor
GET     /api/saved-modules                                     viewer
POST    /api/saved-modules                                     editor
POST    /api/saved-modules/{module_id}/versions                editor
PATCH   /api/saved-modules/{module_id}                         editor
DELETE  /api/saved-modules/{module_id}                         editor
POST    /api/saved-modules/{module_id}/restore                 editor

GET     /api/workspaces                                        server
GET     /api/workspaces/{workspace_id}/usage                   viewer
GET     /api/workspaces/{workspace_id}/usage/largest           viewer
PUT     /api/workspaces/{workspace_id}/quota                   server
PATCH   /api/workspaces/{workspace_id}                         owner
GET     /api/workspaces/{workspace_id}/members                 viewer
POST    /api/workspaces/{workspace_id}/members                 owner
PATCH   /api/workspaces/{workspace_id}/members/{account_id}    owner
DELETE  /api/workspaces/{workspace_id}/members/{account_id}    owner
POST    /api/workspaces/{workspace_id}/leave                   viewer
GET     /api/workspaces/{workspace_id}/invitations             owner
POST    /api/workspaces/{workspace_id}/invitations             owner
DELETE  /api/workspaces/{workspace_id}/invitations/{invite_id} owner
GET     /api/workspaces/{workspace_id}/webhooks                owner
POST    /api/workspaces/{workspace_id}/webhooks                owner
PATCH   /api/workspaces/{workspace_id}/webhooks/{hook_id}      owner
DELETE  /api/workspaces/{workspace_id}/webhooks/{hook_id}      owner
POST    /api/workspaces/{workspace_id}/webhooks/{hook_id}/secret owner
POST    /api/workspaces/{workspace_id}/webhooks/{hook_id}/test owner
GET     /api/workspaces/{workspace_id}/webhooks/{hook_id}/deliveries owner

GET     /api/accounts                                          server
PATCH   /api/accounts/{account_id}                             server
POST    /api/accounts/{account_id}/password-link               server
GET     /api/groups                                            server
POST    /api/groups/rules                                      server
PATCH   /api/groups/rules/{rule_id}                            server
DELETE  /api/groups/rules/{rule_id}                            server
POST    /api/groups/preview                                    server
GET     /api/audit                                             server
GET     /api/audit.csv                                         server
GET     /api/storage                                           server
POST    /api/storage/clean                                     server
"""

ROUTE_PERMISSIONS: dict[tuple[str, str], Permission] = {
    (method, path): need  # type: ignore[misc]
    for method, path, need in (line.split() for line in _PERMISSION_LINES.splitlines() if line)
}
