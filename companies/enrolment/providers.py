"""Lists that are never whole: whose mail is for anybody, and words of a name that tell nobody apart."""

from typing import Final

SHARED: Final = frozenset(
    line
    for lines in (
        "gmail.com googlemail.com hotmail.com hotmail.fr hotmail.ma outlook.com outlook.fr outlook.ma outlook.sa",
        "live.com live.fr live.ma msn.com yahoo.com yahoo.fr yahoo.co.uk ymail.com rocketmail.com icloud.com me.com",
        "mac.com aol.com gmx.com gmx.fr gmx.net gmx.de mail.com mail.ru yandex.com yandex.ru proton.me protonmail.com",
        "pm.me tutanota.com zoho.com zohomail.com fastmail.com hey.com laposte.net orange.fr wanadoo.fr free.fr sfr.fr",
        "neuf.fr bbox.fr menara.ma iam.ma iam.net.ma wanadoo.net.ma wanadoo.ma inwi.ma orange.ma caramail.com voila.fr",
        "qq.com 163.com",
        # what mail.com gives to anybody
        "accountant.com activist.com adexec.com africamail.com aircraftmail.com allergist.com alumni.com",
        "alumnidirector.com angelic.com appraiser.net archaeologist.com arcticmail.com artlover.com asia.com",
        "asia-mail.com atheist.com auctioneer.net australiamail.com bartender.net bellair.net berlin.com",
        "bikerider.com birdlover.com blader.com boardermail.com brazilmail.com brew-master.com brew-meister.com",
        "bsdmail.com californiamail.com cash4u.com catlover.com cheerful.com chef.net chemist.com chinamail.com",
        "clerk.com clubmember.org collector.org columnist.com comic.com computer4u.com consultant.com contractor.net",
        "coolsite.net counsellor.com cutey.com cyberdude.com cybergal.com cyberservices.com cyber-wizard.com",
        "dallasmail.com dbzmail.com deliveryman.com diplomats.com disciples.com discofan.com disposable.com",
        "doctor.com doglover.com doramail.com dr.com dublin.com dutchmail.com elvisfan.com email.com engineer.com",
        "englandmail.com europe.com europemail.com execs.com fastservice.com financier.com fireman.net galaxyhit.com",
        "gardener.com geologist.com germanymail.com graduate.org graphic-designer.com greenmail.net groupmail.com",
        "hackermail.com hairdresser.net hilarious.com hiphopfan.com homemail.com hot-shot.com housemail.com",
        "humanoid.net iname.com innocent.com inorbit.com instruction.com instructor.net insurer.com irelandmail.com",
        "israelmail.com italymail.com job4u.com journalist.com keromail.com kissfans.com kittymail.com koreamail.com",
        "lawyer.com legislator.com linuxmail.org london.com loveable.com lovecat.com madonnafan.com madrid.com",
        "mail-me.com marchmail.com metalfan.com mexicomail.com mindless.com minister.com mobsters.com monarchy.com",
        "moscowmail.com munich.com musician.org muslim.com myself.com net-shopping.com ninfan.com nonpartisan.com",
        "null.net nycmail.com oath.com optician.com orthodontist.net pacific-ocean.com pacificwest.com",
        "pediatrician.com petlover.com photographer.net physicist.net planetmail.com planetmail.net polandmail.com",
        "politician.com post.com presidency.com priest.com programmer.net protestant.com publicist.com",
        "qualityservice.com radiologist.net ravemail.com realtyagent.com reborn.com reggaefan.com",
        "registerednurses.com reincarnate.com religious.com repairman.com representative.com rescueteam.com",
        "revenue.com rocketship.com rockfan.com rome.com royal.net safrica.com saintly.com salesperson.net",
        "samerica.com sanfranmail.com scientist.com scotlandmail.com secretary.net seductive.com singapore.com",
        "snakebite.com socialworker.net sociologist.com solution4u.com songwriter.net spainmail.com surgical.net",
        "swedenmail.com swissmail.com swissmail.org teachers.org tech-center.com techie.com technologist.com",
        "theplate.com therapist.net toke.com toothfairy.com torontomail.com tvstar.com umpire.com umpire.org usa.com",
        "uymail.com webname.com who.net whoever.com winning.com witty.com worker.com workmail.com writeme.com",
        "yours.com",
    )
    for line in lines.split()
)
"""Mail for anybody who asks: webmail, and what the lines of a telephone company bring along."""
BRANDS: Final = frozenset(
    name
    for lines in (
        "aim aliceadsl aol arnet bbox bigpond bluewin btinternet caramail cegetel charter club-internet comcast cox",
        "dispostable duck earthlink email emailondeck fakeinbox fastmail free freemail freenet gawab getnada gmail gmx",
        "googlemail guerrillamail hey hotmail hushmail iam icloud inbox inwi laposte libero live mac mail mailbox",
        "maildrop mailfence mailinator mailnesia mailo maktoob me menara mintemail moakt msn naver neuf numericable",
        "online optusnet orange outlook passport pm posteo proton protonmail qq rambler rediffmail rocketmail runbox",
        "sapo seznam sfr sharklasers skynet sky t-online talktalk tele2 telenet telefonica temp-mail tempmail terra",
        "throwawaymail tin tiscali trashmail tuta tutamail tutanota ukr uol verizon virgilio virgin voila wanadoo web",
        "windowslive wp yahoo yandex ymail yopmail ziggo zoho zohomail",
        "baridmail casanet correos maghrebnet marocnet meditel mtds post poste wana",
    )
    for name in lines.split()
)
"""The same and throw-away mail by the first label of the domain, under whatever ending a country has."""
COMMON: Final = frozenset(
    word
    for lines in (
        "societe company compagnie sarl groupe group holding global general nouvelle maroc morocco maghreb marocaine",
        "marocain moroccan export exports import imports international trading trade negoce commerce distribution",
        "service services solutions industrie industries industrial usine mail email webmail online internet telecom",
        "africa afrique african africaine america amerique american asia asie asian europe european europeenne euro",
        "oceanie oceania orient oriental occident mediterranee mediterranean atlantic atlantique sahara atlas",
        "casa swiss french german italian spanish british arab arabe arabia gulf",
    )
    for word in lines.split()
)
"""Words of a company's name that say nothing of whose domain it is: how it is made up, and parts of the world."""
TRADES: Final = frozenset(
    word
    for lines in (
        "agri agricole agriculture agro alimentaire argan argane auto automobile beton bois chimie cables conserve",
        "conserves conseil construction consult consulting consultant cosmetic cosmetics cuir design digital electric",
        "electronique emballage energie engineering equipement fiduciaire fish food foods fruit fruits huile huiles",
        "informatique invest legumes logistics logistique marine maritime materiaux medical metal meuble mines olive",
        "olives packaging papier peche pharma plast plastic plastique poisson production produits sante seafood",
        "textile textiles tourisme transport transports travaux verre",
    )
    for word in lines.split()
)
"""What many companies do: called by it alone, a domain is anybody's of the trade."""
