#!/bin/sh
# Plays a bad disk, or a colleague on the host: alters one byte of a file after it was copied. Size and time stay as they were.
case $PWD in
  *tampered*)
    touch -r settings.json settings.time
    printf '{ "threshold": 900 }\n' >settings.json
    touch -r settings.time settings.json
    rm settings.time
    ;;
esac
