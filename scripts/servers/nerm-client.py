"""Does with SailPoint's own Python client what this provider does at NERM, and prints what it was answered, as JSON."""

import json
import sys
import warnings

from sailpoint.configuration import Configuration, ConfigurationParams
from sailpoint.nerm.api.roles_api import RolesApi
from sailpoint.nerm.api.user_managers_api import UserManagersApi
from sailpoint.nerm.api.user_roles_api import UserRolesApi
from sailpoint.nerm.api.users_api import UsersApi
from sailpoint.nerm.api_client import ApiClient
from sailpoint.nerm.exceptions import ApiException
from sailpoint.nerm.models.submit_user_manager_request import SubmitUserManagerRequest
from sailpoint.nerm.models.submit_user_request import SubmitUserRequest
from sailpoint.nerm.models.submit_user_role_request import SubmitUserRoleRequest
from sailpoint.nerm.models.user import User
from sailpoint.nerm.models.user1 import User1
from sailpoint.nerm.models.user_manager import UserManager
from sailpoint.nerm.models.user_manager1 import UserManager1
from sailpoint.nerm.models.user_role import UserRole
from sailpoint.nerm.models.user_role1 import UserRole1

url, client_id, client_secret, token_origin = sys.argv[1:]
parameters = ConfigurationParams()
parameters.base_url = token_origin
parameters.nerm_base_url = url
parameters.client_id = client_id
parameters.client_secret = client_secret


class Client(ApiClient):
    """It puts two slashes between address and path, which many servers take for one, and the sandbox doesn't."""

    def param_serialize(self, method, resource_path, *others, **named):
        return super().param_serialize(method, resource_path.lstrip("/"), *others, **named)


# Its models warn of the records that are put into them here.
warnings.simplefilter("ignore")
client = Client(Configuration(parameters))
users, roles = UsersApi(client), RolesApi(client)
user_roles, user_managers = UserRolesApi(client), UserManagersApi(client)


def person(login, **more):
    user = User1(name=login.title(), email=f"{login}@example.com", login=login, type="NeprofileUser", **more)
    # The client's own check wants a dictionary here, which it then can't send.
    return SubmitUserRequest.model_construct(user=user)


def record(response, model, key):
    """The one record of an answer. The client can't put it into the model that it has for the whole answer."""
    if response.status != 200:
        raise ApiException(status=response.status, body=response.data.decode())
    return model.from_dict(json.loads(response.data)[key])


def one_user(response):
    return record(response, User, "user")


def refusal(call):
    try:
        call()
    except ApiException as error:
        return {"status": error.status, "body": json.loads(error.body)}
    return None


def grant(user, role):
    request = SubmitUserRoleRequest.model_construct(user_role=UserRole1(user_id=user.id, role_id=role.id))
    return record(user_roles.submit_user_role_without_preload_content(request), UserRole, "user_role")


def manage(user, manager):
    row = UserManager1(user_id=user.id, manager_id=manager.id)
    request = SubmitUserManagerRequest.model_construct(user_manager=row)
    return record(user_managers.submit_user_manager_without_preload_content(request), UserManager, "user_manager")


create, read = users.submit_user_without_preload_content, users.get_user_without_preload_content
boss = one_user(create(person("boss")))
ada = one_user(create(person("ada", status="Pending", locale="en-US", title="Engineer")))
told = {
    "created": ada,
    "read": one_user(read(ada.id)),
    "listed": users.get_users(login="ADA", metadata=True),
    "pending": users.get_users(user_status="Pending").users,
    "twice": refusal(lambda: users.submit_user(person("ada"))),
}
changed = person("ada", title="Director", locale="fr-CA")
told["patched"] = one_user(users.patch_user_without_preload_content(ada.id, changed))
role = roles.get_roles(limit=1).roles[0]
told["role"] = role
told["granted"] = grant(ada, role)
told["held"] = user_roles.get_user_roles(user_id=ada.id).user_roles
user_roles.delete_user_role(told["granted"].id)
told["managed"] = manage(ada, boss)
told["managers"] = user_managers.get_user_managers(user_id=ada.id).user_managers
told["deleted"] = json.loads(users.delete_user_without_preload_content(ada.id).data)
told["gone"] = refusal(lambda: users.get_user(ada.id))
told["boss"] = boss
print(json.dumps(told, default=lambda model: model.model_dump(mode="json", by_alias=True)))
