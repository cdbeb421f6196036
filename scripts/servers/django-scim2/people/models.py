from django.contrib.auth.models import AbstractUser
from django.db import models
from django_scim.adapters import SCIMGroup, SCIMUser
from django_scim.models import AbstractSCIMGroupMixin, AbstractSCIMUserMixin

from people import tenant_of


class Group(AbstractSCIMGroupMixin):
    tenant = models.CharField(max_length=100)
    name = models.CharField(max_length=150)


class User(AbstractUser, AbstractSCIMUserMixin):
    tenant = models.CharField(max_length=100)
    username = models.CharField(max_length=150)
    # django-scim2 asks a group for its `user_set`, which is taken by the groups of Django itself.
    groups = models.ManyToManyField(Group, related_name="user_set")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "username"], name="one_person")]

    @property
    def scim_groups(self):
        return self.groups


class UserAdapter(SCIMUser):
    def save(self):
        self.obj.tenant = tenant_of(self.request)
        super().save()


class GroupAdapter(SCIMGroup):
    def save(self):
        self.obj.tenant = tenant_of(self.request)
        super().save()


def of_tenant(model):
    return lambda request, *args, **kwargs: {"tenant": tenant_of(request)}
