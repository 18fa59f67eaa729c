"""Settings of the tests: those of the product, in a temporary folder, deaf to the machine's JALON_* variables.

JALON_TEST_DATABASE_URL (postgresql://...) runs the same tests on PostgreSQL.
"""

import atexit
import os
import shutil
import tempfile

_database = os.environ.get("JALON_TEST_DATABASE_URL", "")
for _name in [name for name in os.environ if name.startswith("JALON_") and not name.startswith("JALON_TEST_")]:
    del os.environ[_name]
_var = tempfile.mkdtemp(prefix="jalon-tests-")
atexit.register(shutil.rmtree, _var, ignore_errors=True)
os.mkdir(os.path.join(_var, "static"))  # whitenoise warns of a missing one, and warnings are errors
os.environ["JALON_VAR_DIR"] = _var
os.environ["JALON_DATABASE_URL"] = _database

from jalon.config.settings import *  # after the variables: they are read on import
from jalon.config.settings import STORAGES

# Plain files: a manifest would need a collectstatic before each run.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# The real hasher takes a tenth of a second on purpose; tests that are about it name it.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A code shown in the last second of its half minute is sent in the next: a busy machine must not fail a test by that.
MFA_TOTP_TOLERANCE = 1
