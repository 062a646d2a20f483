"""What an IT person installs: the package, the service, the Debian package, the container's description."""
