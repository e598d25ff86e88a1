# SPDX-License-Identifier: EUPL-1.2
# One task runner; `make check` is what CI runs. Needs make, Python 3.11+ and the package registry, nothing else.

.DEFAULT_GOAL := help
.PHONY: help run stop test check bench lock clean

BIN := .venv/bin
# Versions first that all wheels of the lock file exist for.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
UV_INSTALL = $(BIN)/uv pip install --quiet --python $(BIN)/python
PIP_INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check
COMPILE = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --upgrade \
	--no-emit-package tinhso-counterparts --python-version 3.11
PROJECTS := pyproject.toml counterparts/pyproject.toml
# hatch_build.py compiles these on installation, where a C compiler is; --reinstall-package asks it even when nothing else changed.
NATIVE := hatch_build.py $(wildcard src/tinhso_sigma/native/*.[ch] src/tinhso/modules/security/native/*.[ch])
# Settings are read by some checks; they must not touch the data of an installation.
SCRATCH = TINHSO_VAR=$(CURDIR)/var/check DJANGO_SETTINGS_MODULE=tinhso.config.settings

help: ## liệt kê các lệnh (list the commands)
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/.installed ## chạy toàn bộ hệ thống: CSDL, web, tác vụ nền, đối tác giả lập (run everything)
	@$(BIN)/tinhso up

stop: ## dừng hệ thống đang chạy (stop what runs)
	@if [ -x $(BIN)/tinhso ]; then $(BIN)/tinhso stop; else echo "Chưa cài đặt nên không có gì để dừng."; fi

BROWSER = tests/journeys counterparts/tests/test_counterpart_pages.py

test: .venv/.installed-dev ## chạy mọi kiểm thử (run every test)
ifeq ($(strip $(PYTEST)),)
	@# A browser keeps an event loop in its process, which tests of the database must not share.
	@# Each process of the journeys has a house of its own. One part that fails does not hide the others.
	@failed=; \
	$(BIN)/pytest -n 2 $(BROWSER:%=--ignore=%) || failed=1; \
	$(BIN)/pytest -n 2 --dist loadfile tests/journeys || failed=1; \
	$(BIN)/pytest counterparts/tests/test_counterpart_pages.py || failed=1; \
	test -z "$$failed"
else
	$(BIN)/pytest -n 2 $(PYTEST)
endif

check: .venv/.installed-dev ## định dạng, phân tích, tầng, kiểu, mẫu trang, migration, bản dịch, tài liệu (all checks)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet src
	$(BIN)/djlint --lint --quiet --profile jinja --ignore H006,H023,H030,H031,T003,J018 counterparts/src
	$(SCRATCH) $(BIN)/python -W ignore::RuntimeWarning -m django makemigrations --check --dry-run
	@if [ -x .ci/messages ]; then $(BIN)/python .ci/messages; fi
	@if [ -d tests/docs ]; then $(BIN)/pytest tests/docs; fi
	@! grep -nE '://|^-e |file:' requirements.lock requirements-dev.lock

bench: .venv/.installed-dev ## đo hiệu năng bên cạnh giới hạn và hệ thống cùng loại (measure beside limits)
	$(BIN)/python -m bench

lock: $(BIN)/uv ## giải lại phiên bản của mọi gói, có mã băm (resolve the lock files again)
	$(COMPILE) $(PROJECTS) -o requirements.lock
	$(COMPILE) --extra dev --extra test --constraint requirements.lock $(PROJECTS) -o requirements-dev.lock

clean: stop ## xóa môi trường và tệp tạm, giữ dữ liệu trong var/ (remove environment and caches, keep var/)
	rm -f src/tinhso_sigma/_native*.so src/tinhso/modules/security/_rows*.so
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis build dist var/test var/check
	find src counterparts tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/uv:
	@test -n "$(PYTHON)" || { echo "Cần Python 3.11 trở lên. Trên Debian, Ubuntu: apt install python3 python3-venv"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "Python thiếu mô-đun venv/ensurepip. Trên Debian, Ubuntu: apt install python3-venv, rồi chạy lại."; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null || { \
		echo "Môi trường .venv không có pip. Hãy xóa thư mục .venv, cài python3-venv, rồi chạy lại."; exit 1; }
	@$(PIP_INSTALL) uv || { echo "Không tải được gói: hãy kiểm tra kết nối tới kho gói Python rồi chạy lại."; exit 1; }

# Where only pip is configured for the registry, uv fails and pip does the same work more slowly.
.venv/.installed: requirements.lock $(PROJECTS) $(NATIVE) | $(BIN)/uv
	@echo "Đang cài các gói (lần đầu khoảng một phút) …"
	@$(UV_INSTALL) --require-hashes -r $< || $(PIP_INSTALL) --require-hashes -r $<
	@$(UV_INSTALL) --no-deps --reinstall-package tinhso -e . -e counterparts || $(PIP_INSTALL) --no-deps -e . -e counterparts
	@touch $@

.venv/.installed-dev: requirements-dev.lock $(PROJECTS) $(NATIVE) | $(BIN)/uv
	@echo "Đang cài các gói phát triển …"
	@$(UV_INSTALL) --require-hashes -r $< || $(PIP_INSTALL) --require-hashes -r $<
	@$(UV_INSTALL) --no-deps --reinstall-package tinhso -e . -e counterparts || $(PIP_INSTALL) --no-deps -e . -e counterparts
	@touch $@ .venv/.installed
