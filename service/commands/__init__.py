"""What each command of ``intacct-relay`` does. ``service.cli`` puts them together."""
