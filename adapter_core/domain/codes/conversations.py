"""Code lists of conversations: prompts, things to consider, duties, ends and results."""

from __future__ import annotations

from adapter_core.domain.codes.model import Code, CodeList

PROMPT = CodeList(
    "prompt",
    "Prompts for a conversation",
    "R-10 to R-17",
    (
        Code("groundwork", "Do your groundwork: what is there locally?"),
        Code("background", "Background: what has happened?"),
        Code("enjoys", "What does or did the person enjoy doing?"),
        Code("normal", "What was normal before the crisis, change or deterioration?"),
        Code(
            "knows_best", "Where the person lacks capacity: who knows them best, and what is their own view?"
        ),
        Code("way_forward", "Way forward: the one key thing that needs to change; what needs to happen now?"),
        Code("network", "Who is available to help: network and resources"),
        Code("options", "No instant solutions: look at options, and discuss them in the Peer Forum"),
    ),
)

NEEDS_TEXT = "needs text"
NEVER_SHARED = "never shared"

CONSIDERATION = CodeList(
    "consideration",
    "Things to consider",
    "R-20 to R-31; the group says what an item asks for",
    (
        Code("demographics", "Missing demographic information"),
        Code("capacity", "Capacity, and what was found", group=NEEDS_TEXT),
        Code("advocacy", "Advocacy"),
        Code("finances", "Financial matters or advanced planning arrangements", group=NEEDS_TEXT),
        Code("risks", "Immediate risks or safeguarding, including fire safety", group=NEEDS_TEXT),
        Code(
            "domestic_abuse",
            "Whether routine enquiry about domestic violence and abuse is appropriate at this point",
            group=NEVER_SHARED,
        ),
        Code("equipment", "Basic equipment"),
        Code("identity", "Religion, ethnicity, gender and sexuality, where appropriate"),
        Code("communication", "Communication and Accessible Information needs"),
        Code("carers_needs", "Any carer's needs"),
        Code("impact_on_carers", "Impact on informal carers, and whether they can go on"),
    ),
)

CORE_DUTY = CodeList(
    "core_duty",
    "Core duties",
    "R-80 to R-86; Care Act 2014",
    (
        Code("proportionate", "The assessment is appropriate and proportionate"),
        Code("eligibility_evidenced", "Care Act eligibility is clearly evidenced"),
        Code("person_leads", "The individual is supported to lead"),
        Code("advocate", "An advocate is involved where the person would have substantial difficulty"),
        Code(
            "specialist", "Somebody with specific training or expertise is involved in a safeguarding enquiry"
        ),
        Code("suitable_time", "It was completed in a suitable time"),
        Code("accurate", "It is accurate and complete"),
    ),
)

CONTACT_METHOD = CodeList(
    "contact_method",
    "How a conversation took place",
    "C-27; ours",
    (
        Code("face_to_face", "Face to face"),
        Code("phone", "By phone", aliases=("telephone",)),
        Code("video", "By video call"),
        Code("email", "By e-mail or letter"),
    ),
)

DECISION_KIND = CodeList(
    "decision_kind",
    "What kind of decision",
    "R-55",
    (
        Code("eligibility", "Eligibility"),
        Code("level_of_need", "Level of need"),
        Code("support", "Types of support"),
        Code("budget", "Support budget"),
        Code("safeguarding", "Safeguarding"),
        Code("other", "Another decision"),
    ),
)

CONVERSATION_END = CodeList(
    "conversation_end",
    "How a conversation ended",
    "C-43; the published chart is missing, so the list is ours",
    (
        Code("connected", "Connected to people and places around them"),
        Code("advice", "Information and advice alone"),
        Code("stable", "The crisis has passed, and things are stable"),
        Code("next_conversation", "Went on to the next conversation"),
        Code("long_term_support", "Long-term support was agreed"),
        Code("elsewhere", "Passed on to another service of health or the council"),
        Code("declined", "The person did not want to go on"),
        Code("moved", "The person moved away"),
        Code("died", "The person died"),
        Code("other", "Another end"),
    ),
)

CONVERSATION_RESULT = CodeList(
    "conversation_result",
    "What a conversation led to",
    "C-45; the published chart is missing, so the list is ours",
    (
        Code("signposted", "Signposted to a named contact"),
        Code("advice", "Information and advice"),
        Code("equipment", "Equipment or technology"),
        Code("short_term_support", "Short-term support or reablement"),
        Code("short_term_placement", "A short-term placement"),
        Code("carer_support", "Support for a carer"),
        Code("funded_support", "Ongoing funded support"),
        Code("assessment", "A Care Act assessment"),
        Code("safeguarding", "A safeguarding enquiry"),
        Code("nothing", "Nothing further was needed"),
    ),
)

CLOSING_REASON = CodeList(
    "closing_reason",
    "Why there is no further action",
    "N-03, G-11; the labels are the form's",
    (
        Code("carer_declined", "Carer declined further involvement"),
        Code("other", "Other (Please specify below)", aliases=("Other",)),
        Code("person_deceased", "Person deceased"),
        Code("referral_for_cared_for", "Referral made to ASC for cared-for person"),
        Code("respite_only", "Respite provided only"),
        Code("signposting", "Signposting/Information and advice provided"),
    ),
)

ADULT_OUTCOME = CodeList(
    "adult_outcome",
    "Outcomes for adults with needs for care and support",
    "SI 2015/313, regulation 2(2)",
    (
        Code("nutrition", "Managing and maintaining nutrition"),
        Code("hygiene", "Maintaining personal hygiene"),
        Code("toilet", "Managing toilet needs"),
        Code("clothed", "Being appropriately clothed"),
        Code("home_safely", "Being able to make use of the adult's home safely"),
        Code("habitable_home", "Maintaining a habitable home environment"),
        Code("relationships", "Developing and maintaining family or other personal relationships"),
        Code("work_education", "Accessing and engaging in work, training, education or volunteering"),
        Code(
            "community",
            (
                "Making use of necessary facilities or services in the local community including public "
                "transport, and recreational facilities or services"
            ),
        ),
        Code("child_care", "Carrying out any caring responsibilities the adult has for a child"),
    ),
)

WELLBEING_AREA = CodeList(
    "wellbeing_area",
    "Areas of well-being",
    "Care Act 2014, section 1(2)",
    (
        Code("dignity", "Personal dignity, including treatment of the individual with respect"),
        Code("health", "Physical and mental health and emotional well-being"),
        Code("protection", "Protection from abuse and neglect"),
        Code("control", "Control by the individual over day-to-day life"),
        Code("participation", "Participation in work, education, training or recreation"),
        Code("economic", "Social and economic well-being"),
        Code("relationships", "Domestic, family and personal relationships"),
        Code("accommodation", "Suitability of living accommodation"),
        Code("contribution", "The individual's contribution to society"),
    ),
)
