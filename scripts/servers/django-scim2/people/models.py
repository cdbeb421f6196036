from django.contrib.auth.models import AbstractUser
from django.db import models
from django_scim.adapters import SCIMUser
from django_scim.models import AbstractSCIMUserMixin

from people import tenant_of


class User(AbstractUser, AbstractSCIMUserMixin):
    tenant = models.CharField(max_length=100)
    username = models.CharField(max_length=150)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "username"], name="one_person")]

    @property
    def scim_groups(self):
        return self.groups


class Adapter(SCIMUser):
    def save(self):
        self.obj.tenant = tenant_of(self.request)
        super().save()


def of_tenant(model):
    return lambda request, *args, **kwargs: {"tenant": tenant_of(request)} if model is User else {}
