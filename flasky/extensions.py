"""The libraries that hold on to the app, made once and bound in the factory."""

from flask_babel import Babel
from flask_login import LoginManager
from flask_sqlalchemy_lite import SQLAlchemy
from flask_wtf import CSRFProtect

db = SQLAlchemy(session_options={"expire_on_commit": False, "autoflush": True})
login_manager = LoginManager()
csrf = CSRFProtect()
babel = Babel()
