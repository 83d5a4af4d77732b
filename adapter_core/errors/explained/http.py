"""FP-0445 to FP-0474, and rejects FP-0530 to FP-0534: the codes of servers."""

from __future__ import annotations

from adapter_core.errors.explanation import Explanation

_LIST_REJECT = "It stands for nobody's record: it makes the run partial, and nobody is taken to be gone."

EXPLAINED: dict[str, Explanation] = {
    "FP-0445": Explanation(
        "A server cannot be reached",
        "Nothing answers at the address, or the proxy lets nothing through. It was tried several times.",
        "Check url, proxy and firewall; then run the command again.",
    ),
    "FP-0446": Explanation(
        "A server's name is not known",
        "No name server knows the machine that the url names.",
        "Check the spelling of url, and whether this machine can look up names; then run the command again.",
    ),
    "FP-0447": Explanation(
        "A certificate that cannot be trusted",
        "The server's certificate has expired, is for another machine, or is signed by an authority that "
        "this machine does not trust. Nothing was sent.",
        "Have the certificate renewed; if your council signs its own, name the authority in "
        "tls.root_certificate.",
    ),
    "FP-0448": Explanation(
        "A server that took too long",
        "The answer, or the whole list, was not there when its time was up. A server that sends a byte now "
        "and then is cut off just as one that sends none.",
        "Run the command again; if it happens again, ask for smaller pages (pages.size) or raise limits.",
    ),
    "FP-0449": Explanation(
        "A connection that broke",
        "The connection ended before the answer was whole, or what came back is not HTTP. It was tried "
        "several times. Nothing of half an answer was read.",
        "Run the command again; if it happens again, ask whoever looks after the server or the proxy.",
    ),
    "FP-0450": Explanation(
        "An answer that is too large",
        "The body has more bytes than a page may have, counted once it is unpacked. Reading stopped there.",
        "Ask for fewer people a page (pages.size), or raise limits.page_megabytes.",
    ),
    "FP-0451": Explanation(
        "An answer that is packed",
        "The server compresses its answers although it was asked not to, or in a way that is not read.",
        "Set limits.allow_compression = true, or have compression switched off.",
    ),
    "FP-0452": Explanation(
        "Not what was asked for",
        "The server answers with status 200, and yet with no list: a page to sign in on, a page of the "
        "proxy, nothing at all, another format than the mapping's, or an error in XML, which would read as "
        "nobody.",
        "Check url, the path, the sign-in and the mapping's format; where answers are XML, name their "
        'outermost element in the mapping: answer = "People".',
    ),
    "FP-0453": Explanation(
        "A sign-in that is not accepted",
        "The server answered 401. A token of OAuth was renewed once, and the new one was refused as well.",
        "Check the account and its secret under auth, and whether it has expired.",
    ),
    "FP-0454": Explanation(
        "No token",
        "The server that gives out OAuth tokens refused, or its answer holds no bearer token.",
        "Check token_url, client_id, client_secret, scope and credentials_in under auth.",
    ),
    "FP-0455": Explanation(
        "An account that may not read",
        "The server knows the account and does not let it read here (403).",
        "Have the account given the right to read people, and nothing else.",
    ),
    "FP-0456": Explanation(
        "Nothing at this address",
        "The server answered 404 where it should have a list or a look-up.",
        "Check url and the path in the config.",
    ),
    "FP-0457": Explanation(
        "A server in conflict",
        "The server answered 409: something else is in the way, such as an import of its own.",
        "Run the command again when the other work on the server is done.",
    ),
    "FP-0458": Explanation(
        "A server that was asked too often",
        "The server asks to be left alone, again and again, or for longer than limits.retry_after_seconds. "
        "It was never asked before that time.",
        "Run the command later; if it happens every night, lower limits.connections.",
    ),
    "FP-0459": Explanation(
        "A server that cannot answer",
        "The server answered with an error of its own (500 and above), and did so again when asked again.",
        "Run the command again; if it happens again, ask whoever looks after the server.",
    ),
    "FP-0460": Explanation(
        "An answer of a strange kind",
        "The server answered with a status that is no list, such as a redirect. Redirects are never "
        "followed: they could lead an account's secret to another machine.",
        "Write the address in url as it is after all redirects, and check path and parameters.",
    ),
    "FP-0461": Explanation(
        "A page that comes again",
        "A page holds only people of pages before it, or leads back to one of them: read on, the list would "
        "never end. What was read so far was kept as far as it was stored.",
        "Check pages: the name of the parameter, the number of the first page, and pages.total.",
    ),
    "FP-0462": Explanation(
        "A page that leads elsewhere",
        "The link to the next page leads to another server than url. It was not followed: the account's "
        "secret would have gone along.",
        "Write url as the server itself writes it in its links: the same scheme, name and port.",
    ),
    "FP-0463": Explanation(
        "Paging that cannot be read",
        "The body has no number where pages.total says, or neither text nor number where pages.next says.",
        "Correct pages.total or pages.next: steps in JSON, a path from the top element in XML.",
    ),
    "FP-0464": Explanation(
        "A certificate that cannot be read",
        "A file under tls is not there, is no certificate or key in PEM, or its password is wrong.",
        "Correct the path, which starts from the folder of the config, or the password.",
    ),
    "FP-0465": Explanation(
        "A proxy or header that cannot be used",
        "The proxy's address is none, or a header holds what no header can.",
        "Write proxy as in http://proxy.example:8080, and headers in plain letters.",
    ),
    "FP-0466": Explanation(
        "A request that cannot be made",
        "The address, a parameter or a secret holds something that no request can carry, such as a line "
        "break.",
        "Look for stray characters in url, paths, headers and in the files that secrets come from.",
    ),
    "FP-0467": Explanation(
        "A server that was not told how",
        "The config does not say how this server gives what was asked for: a list, one person or a look-up.",
        "Add people, person or look_up to the source, if the server can do it.",
    ),
    "FP-0468": Explanation(
        "A list with nobody",
        "The server answers with a list, and it is empty. Read as it is, it would say that the source knows "
        "nobody any more.",
        "Check parameters, the mapping's record or records, and what the account may see.",
    ),
    "FP-0469": Explanation(
        "A list that changed",
        "A run was broken off and is to go on, and the people before that place are no longer the same.",
        "Run the command again from the beginning, at a time when nobody works in the system.",
    ),
    "FP-0470": Explanation(
        "An answer about somebody else",
        "The server was asked for one person and answered about another, or about several.",
        "Check person or look_up.reference, and that the mapping's ref is what the server is asked with.",
    ),
    "FP-0471": Explanation(
        "Servers need more to be installed",
        "Reading from servers takes libraries that are not part of the base installation; reading XML, one "
        "more.",
        'Install them: pip install "fingerpost[http]", and "fingerpost[http,xml]" for XML.',
    ),
    "FP-0530": Explanation(
        "People lost between pages",
        f"The server gave fewer people than it says the list has, or a page in the middle was empty. "
        f"{_LIST_REJECT}",
        "Run the check again at a quiet time; let the server sort the list by reference.",
    ),
    "FP-0531": Explanation(
        "A list that changed while it was read",
        f"The list became shorter on the way, or gave more people than it has: somebody may have moved past. "
        f"{_LIST_REJECT}",
        "Run the check again at a quiet time; let the server sort the list by reference.",
    ),
    "FP-0532": Explanation(
        "A list that may go on",
        f"The last page is as full as a page can be, and nothing says that it is the last: the only page "
        f"does not lead on, or the page behind it is answered with 404. {_LIST_REJECT}",
        "Check pages.next or pages.next_header; name pages.total, and it is known how many there are.",
    ),
    "FP-0533": Explanation(
        "A look-up with several answers",
        "The server knows more than one record of the identifier that was looked up. None was joined.",
        "Find out which record is right, and merge or close the others in that source.",
    ),
    "FP-0534": Explanation(
        "An answer to no question",
        "The server answered a look-up with a record of an identifier that nobody asked about. It was left "
        "out.",
        "Check look_up, and that the mapping reads the identifier from where the server has it.",
    ),
}
