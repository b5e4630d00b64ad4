# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: %python %s %root

"""Each model has a test of its name, and each such test its model."""

from repository import broken, end, files

models = [name[len("models/"):-len(".yaml")] for name in files("models/*.yaml")]
tests = [name[len("test/Models/"):-len(".cpp")] for name in files("test/Models/*.cpp")
         if "/Inputs/" not in name]
for model in models:
    if not any(test.startswith(model) for test in tests):
        broken("models/%s.yaml: no test/Models/%s*.cpp", model, model)
for test in tests:
    if not any(test.startswith(model) for model in models):
        broken("test/Models/%s.cpp: no model has such a name", test)
end()
