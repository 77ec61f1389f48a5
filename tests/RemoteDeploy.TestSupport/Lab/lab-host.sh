#!/bin/sh
# Process 1 of one host of a lab, in namespaces of its own: hides the machine's private folders behind empty ones, then becomes sshd.
#   lab-host.sh FOLDER NAME
# FOLDER has sshd_config, hostkey and authorized_keys; it is /run/host inside.
set -eu
folder=$1 name=$2
read -r process _ </proc/self/stat
echo "$process" >"$folder/pid"
echo "$name" >/proc/sys/kernel/hostname
home=$(getent passwd "$(id -un)" | cut -d : -f 6)
echo "$home" >"$folder/home"

mount -t tmpfs tmpfs /run
mkdir /run/host /run/sshd
mount --bind "$folder" /run/host
for private in /tmp /var/tmp /home /root /srv /dev/shm; do
  mkdir -p "$private"
  mount -t tmpfs -o mode="$(stat -c %a "$private")" tmpfs "$private"
done
mount -t proc proc /proc

# sshd refuses a locked account ("!"); "*" only means that no password fits.
sed "s/^\($(id -un)\):[^:]*:/\1:*:/" /etc/shadow >/run/shadow
chmod 600 /run/shadow
mount --bind /run/shadow /etc/shadow

mkdir -p "$home/.ssh"
chmod 700 "$home" "$home/.ssh"
cp /run/host/authorized_keys "$home/.ssh/authorized_keys"
chmod 600 "$home/.ssh/authorized_keys"
cd /
exec "$(PATH=$PATH:/usr/sbin:/usr/local/sbin:/sbin command -v sshd)" -D -f /run/host/sshd_config -E /run/host/sshd.log
