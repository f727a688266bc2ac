"""A merchant in Python as a process of its own, told by its environment; ORIGIN is the page that may call it (CORS)."""

import json
import os
from pathlib import Path

import uvicorn
from starlette.middleware.cors import CORSMiddleware

from fixtures.merchant import Merchant, open_store
from harness import Credentials


def main() -> None:
    env = os.environ
    credentials = Credentials(
        env["WALLET_URL"],
        env["CLIENT_ID"],
        env["PRIVATE_KEY"].encode(),
        Path(env["WALLET_KEY_FILE"]).read_bytes(),
        json.loads(env["PATHS"]),
    )
    app = Merchant(credentials, env["OWN_URL"], open_store()).app()
    allowed = CORSMiddleware(app, allow_origins=[env["ORIGIN"]], allow_methods=["*"], allow_headers=["*"])
    uvicorn.run(allowed if env["ORIGIN"] else app, port=int(env["PORT"]), log_level="info")


main()
