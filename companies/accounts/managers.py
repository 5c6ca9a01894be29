from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager

from companies.accounts.enums import Role

if TYPE_CHECKING:
    from companies.accounts.models import User


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """What `manage.py createsuperuser` calls: an administrator."""
        fields.setdefault("role", Role.ADMIN)
        return self.create_user(email, password, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """The admin's and allauth's look-up: addresses are kept in small letters."""
        return self.get(email=(username or "").strip().lower())
