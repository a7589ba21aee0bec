"""JupyterHub for a class of 24 on one machine; deploy/README.md says how it is installed.

Everybody has an account of the system. Who is in the group ``care-learners`` gets the learner's
window, who is in ``care-trainers`` the trainer's; nobody else may log in.
"""

import os
import shutil
import sys
from pathlib import Path

c = get_config()  # noqa: F821 - JupyterHub puts it here

HERE = Path(__file__).resolve().parent
PLACE = Path(os.environ.get("CARE_PLACE", "/srv/carekit"))
BESIDE = Path(sys.executable).parent

# Only this machine can reach the hub. A web server with a certificate stands before it.
c.JupyterHub.bind_url = os.environ.get("CARE_BIND", "http://127.0.0.1:8000")
# Where the hub and its proxy speak to each other, in case something else has these ports.
c.JupyterHub.hub_bind_url = os.environ.get("CARE_HUB", "http://127.0.0.1:8081")
c.ConfigurableHTTPProxy.api_url = os.environ.get("CARE_PROXY_API", "http://127.0.0.1:8001")
c.JupyterHub.db_url = f"sqlite:///{PLACE / 'hub' / 'jupyterhub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(PLACE / "hub" / "cookie_secret")
c.ConfigurableHTTPProxy.pid_file = str(PLACE / "hub" / "proxy.pid")
# Where npm laid it; a proxy that is on the PATH is found without this line.
proxy = os.environ.get("CARE_PROXY") or shutil.which("configurable-http-proxy")
c.ConfigurableHTTPProxy.command = [proxy or "configurable-http-proxy"]

# nbgrader takes the learner's name from the account of the system, so accounts must be real ones.
c.JupyterHub.authenticator_class = "pam"
c.LocalAuthenticator.allowed_groups = {"care-learners", "care-trainers"}
# To open a session would need settings of PAM that containers do not have.
c.PAMAuthenticator.open_sessions = False

c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
# -I: nothing in a learner's home is imported before the learner's own server runs.
c.Spawner.cmd = [sys.executable, "-I", str(HERE / "start_server.py"), str(PLACE)]
c.Spawner.env_keep = ["LANG", "LC_ALL"]
# Beside this Python lie the commands that nbgrader calls.
c.Spawner.environment = {"PATH": f"{BESIDE}:/usr/local/bin:/usr/bin:/bin"}
c.Spawner.default_url = "/lab"
# Twenty-four people open their first page in the same minute.
c.JupyterHub.concurrent_spawn_limit = 8
c.Spawner.start_timeout = 180
c.Spawner.http_timeout = 120
