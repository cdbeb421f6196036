"""People of a Django project with django-scim2, those of each tenant apart from the others."""


def tenant_of(request):
    """A tenant is the first part of the path, which the server hands over as the place where the project is mounted."""
    return request.META["SCRIPT_NAME"]


class SignedIn:
    """Whoever has the token, which the server asks for before Django sees a request."""

    is_authenticated = True


def signed_in(get_response):
    def middleware(request):
        request.user = SignedIn()
        return get_response(request)

    return middleware
