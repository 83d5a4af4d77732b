"""FP-02xx: the codes of plugins."""

from __future__ import annotations

from adapter_core.errors.explanation import Explanation

EXPLAINED: dict[str, Explanation] = {
    "FP-0200": Explanation(
        "Plugin not installed",
        "The config lists a plugin that is not installed under this name.",
        (
            "Correct the name, or install the package that brings the plugin; fingerpost plugins lists "
            "what there is."
        ),
    ),
    "FP-0201": Explanation(
        "A plugin cannot be imported",
        "Python raised an error while importing the plugin, so nothing was started.",
        "Update or mend the plugin, or take it out of the config's plugins.",
    ),
    "FP-0202": Explanation(
        "Unknown hook",
        "A plugin marks a function as a hook that does not exist, so it would never be called.",
        "Rename the function; docs/reference/hooks.md lists the hooks.",
    ),
    "FP-0203": Explanation(
        "A hook takes other arguments",
        "A plugin's hook asks for an argument that the hook does not have.",
        "Use the argument names of docs/reference/hooks.md.",
    ),
    "FP-0204": Explanation(
        "Two plugins claim the same name",
        (
            "Two plugins register a backend, rule, transform or sample writer of the same name; "
            "neither is chosen by order."
        ),
        "Take one of the two plugins out of the config's plugins, or rename what it registers.",
    ),
    "FP-0205": Explanation(
        "The plugin is written for other ports",
        "A backend was written for a version of the ports that this Fingerpost does not have.",
        "Install a version of the plugin that fits this version of Fingerpost.",
    ),
    "FP-0206": Explanation(
        "A capability lacks its fields",
        "A backend claims a capability, and cannot fill the fields that the claim needs.",
        "Map the fields that the message names, or take the claim back.",
    ),
    "FP-0207": Explanation(
        "A hook gave the wrong thing",
        "A plugin's hook returned something other than what the hook is for.",
        "Return what docs/reference/hooks.md says.",
    ),
    "FP-0208": Explanation(
        "A hook failed",
        "A plugin's hook raised an error while Fingerpost was starting.",
        "Update or mend the plugin, or take it out of the config's plugins.",
    ),
    "FP-0209": Explanation(
        "Unknown backend",
        "A source names a backend that none of the listed plugins brings.",
        "Correct the name, or add the plugin that brings it to the config's plugins.",
    ),
    "FP-0210": Explanation(
        "A one-file plugin cannot be read",
        "The config lists a plugin by path, and no file can be read there.",
        "Check the path: it starts at the config's folder.",
    ),
    "FP-0211": Explanation(
        "A backend failed",
        "A plugin's backend raised an error of a kind that backends may not raise.",
        "Update or mend the plugin; its author will want the output of --debug-file.",
    ),
    "FP-0212": Explanation(
        "A rule failed",
        "A rule raised an error, or gave something that is no verdict; the run ended there, as failed.",
        (
            "Update or mend the plugin that brings the rule, or remove the rule from the profile; its author "
            "will want the output of --debug-file."
        ),
    ),
}
