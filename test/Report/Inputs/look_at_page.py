# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""look_at_page.py PAGE FOLDER: uses the page as a reader does, in a real
browser, and leaves pictures of it in the folder. The page has two findings at
least, of two checks, and a graph."""

import os
import sys

import browser

PAGE, FOLDER = os.path.abspath(sys.argv[1]), sys.argv[2]
SIZES = [(1280, 900), (480, 900)]


def expect(what, found, wanted):
    if found != wanted:
        sys.exit("%s: %r, not %r" % (what, found, wanted))


def shown(page):
    return page.run("[...document.querySelectorAll('.finding')]"
                    ".filter(f => f.checkVisibility()).map(f => f.id)")


def current(page):
    return page.run("document.querySelector('#list [aria-current]').hash.slice(1)")


def focused(page):
    return page.run("document.activeElement.hash || document.activeElement.id")


def use_keys(page, order):
    page.run("document.querySelector('#list a').focus()")
    page.press("ArrowDown")
    expect("shown after one step down", shown(page), [order[1]])
    expect("focus after one step down", focused(page), "#" + order[1])
    page.press("End")
    page.press("ArrowDown")
    expect("at the end the list ends", shown(page), [order[-1]])
    page.press("Home")
    expect("shown at the start", shown(page), [order[0]])
    page.press("Enter")
    expect("Enter leads to the finding", focused(page), order[0])
    page.press("Escape")
    expect("Escape leads back", focused(page), "#" + order[0])


def use_filters(page, order):
    page.press("/", "/")
    expect("a slash leads to the search", focused(page), "filter")
    last = page.run("document.querySelector('#list li:last-child').dataset.check")
    page.type(last)
    left = page.run("[...document.querySelectorAll('#list li')]"
                    ".filter(l => l.checkVisibility()).map(l => l.dataset.check)")
    expect("checks that are left", set(left), {last})
    if len(left) == len(order):
        sys.exit("the search leaves everything")
    if current(page) not in shown(page):
        sys.exit("a finding is chosen that is not shown")
    page.run("document.querySelector('td a[href=\"#%s\"]').click()" % order[0])
    expect("a link to what the search hides", shown(page), [order[0]])
    page.press("Escape")
    page.press("ArrowDown")
    page.run("location.hash = '#%s'" % order[-1])
    page.run("new Promise(done => setTimeout(done))")
    expect("the address names a finding", shown(page), [order[-1]])


def follow_graph(page):
    links = page.run("[...document.querySelectorAll('svg a[*|href]')]"
                     ".map(a => a.getAttribute('xlink:href'))")
    if not links:
        sys.exit("no arrow of the graph leads anywhere")
    for link in links:
        if not page.run("!!document.getElementById(%r)" % link[1:]):
            sys.exit("%s leads nowhere" % link)
    finding = next(link for link in links if link.startswith("#f"))
    page.run("document.querySelector('svg a[*|href=\"%s\"]').dispatchEvent("
             "new MouseEvent('click', {bubbles: true}))" % finding)
    expect("a red arrow leads to its finding", shown(page), [finding[1:]])


def look(page):
    backs = set()
    for width, height in SIZES:
        for scheme in ["light", "dark"]:
            page.look(width, height, scheme)
            wide = page.run("document.documentElement.scrollWidth - innerWidth")
            if wide > 0:
                sys.exit("%d wide: %d pixels stand out" % (width, wide))
            page.picture(os.path.join(FOLDER, "%s-%d.png" % (scheme, width)))
            backs.add((scheme, page.run("getComputedStyle(document.body).backgroundColor")))
    if len(backs) != 2:
        sys.exit("dark is not different from light: %s" % backs)


os.makedirs(FOLDER, exist_ok=True)
with browser.Browser(browser.find()) as page:
    page.look(1280, 900, "light")
    page.open("file://" + PAGE)
    order = page.run("[...document.querySelectorAll('#list a')].map(a => a.hash.slice(1))")
    if len(order) < 2:
        sys.exit("the page has %d findings" % len(order))
    expect("shown at first", shown(page), [order[0]])
    use_keys(page, order)
    use_filters(page, order)
    follow_graph(page)
    look(page)
    expect("what the browser complains of", page.said, [])
    expect("what was loaded", [url for url in page.requests
                               if not url.startswith("file://" + PAGE)], [])
print("looked at %d findings" % len(order))
