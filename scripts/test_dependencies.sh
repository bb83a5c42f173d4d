#!/usr/bin/env bash
# Debian packages the tests drive: a browser, a PostgreSQL server, openssl. Installed when root, named otherwise.
set -euo pipefail
missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v openssl >/dev/null || missing+=(openssl)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || missing+=(postgresql)
[ ${#missing[@]} = 0 ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Cài gói cho kiểm thử: ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
else
  echo "Thiếu gói cho kiểm thử; những bài cần chúng sẽ được bỏ qua và báo rõ. Cài bằng:" >&2
  echo "  sudo apt-get install --no-install-recommends ${missing[*]}" >&2
fi
