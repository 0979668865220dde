"""What people complain about, in their words, English and French, and what the API does not show about it."""

from collections.abc import Mapping
from dataclasses import dataclass

NETWORK = "The network of the phone (router, SIP ALG, firewall): try the phone on another network."
OUTAGE = "Trouble at a VoIP.ms server: see its status page, or register the device on another POP for a test."
PHONE = "The phone's own settings (do not disturb, forwarding, its own voicemail): look at the phone."
MAIN_CALLER_ID = "The main account's caller ID and its other settings: look in the portal, Account Settings."
CARRIER = "What happens before a call reaches VoIP.ms: call from another network and compare."
SENDER = "Whether the sender's carrier sent it: ask for a text from another carrier; short codes are not guaranteed."
DELIVERY = "Whether the receiving carrier delivered it: carrier_status says little; ask the other person."
AGENTS = "Agents who log in to a queue by phone: ask them, or look in the portal."


@dataclass(frozen=True, slots=True)
class Symptom:
    """`words` name it, `said` is how people say it, joined by `;`, `unseen` is what the API cannot show."""

    name: str
    words: str
    said: str
    unseen: tuple[str, ...] = ()

    @property
    def phrases(self) -> tuple[str, ...]:
        return (self.words, *(one.strip() for one in self.said.split(";")))


SYMPTOMS = (
    Symptom(
        "no_ring",
        "inbound calls never ring, or are told that the number is not in service",
        "inbound call never rings; calls do not arrive; number does not ring; phone doesn't ring; nobody can "
        "reach us; not in service; disconnected number; callers cannot get through; no incoming calls; le "
        "telephone ne sonne pas; les appels n'arrivent pas; calls to our number never reach the phones; the "
        "phones are dead",
        (CARRIER, NETWORK, OUTAGE),
    ),
    Symptom(
        "straight_to_voicemail",
        "calls go straight to voicemail",
        "straight to voicemail; goes to voicemail; went to voicemail; directly to voicemail without ringing; "
        "voicemail picks up immediately; va directement a la boite vocale; tombe sur la messagerie; callers "
        "land in the voicemail right away",
        (PHONE,),
    ),
    Symptom(
        "voicemail_never",
        "voicemail never picks up",
        "voicemail never picks up; rings forever; rings and rings, no voicemail; no voicemail; rings and "
        "hangs up; callers cannot leave a message; pas de boite vocale; sonne sans fin",
        (PHONE,),
    ),
    Symptom(
        "busy_tone",
        "callers hear a busy tone",
        "busy tone; callers get busy; always busy; busy signal; line is busy; occupe; signal occupe",
        (PHONE,),
    ),
    Symptom(
        "rings_then_drops",
        "it rings once, or is answered, and then drops",
        "rings once then drops; drops when answered; call fails when answered; call ends right after "
        "answering; sonne une fois puis coupe",
        (NETWORK, PHONE, OUTAGE),
    ),
    Symptom(
        "one_way_audio",
        "one side or neither hears the other",
        "one way audio; no audio; cannot hear the caller; they cannot hear me; silence on the call; pas de "
        "son; on ne m'entend pas",
        (NETWORK, OUTAGE),
    ),
    Symptom(
        "drops_after",
        "calls drop after some seconds or minutes",
        "drops after 30 seconds; call drops after minutes; disconnects after a while; calls cut off; dropped "
        "on hold; coupe apres quelques minutes",
        (NETWORK, OUTAGE),
    ),
    Symptom(
        "sms_not_received",
        "text messages do not arrive",
        "sms not received; text messages do not arrive; not receiving texts; no incoming sms; verification "
        "code does not arrive; je ne recois pas les textos; texts from my bank never come",
        (SENDER,),
    ),
    Symptom(
        "sms_not_sent",
        "text messages cannot be sent",
        "sms not sent; cannot send texts; sending sms fails; text message is refused; they did not get my "
        "text; impossible d'envoyer un texto",
        (DELIVERY,),
    ),
    Symptom(
        "mms_empty",
        "picture messages come without their picture",
        "mms empty; picture is missing; no image in message; photo not shown; image manquante",
        (SENDER,),
    ),
    Symptom(
        "wrong_caller_id",
        "people we call see a wrong number or name",
        "wrong outgoing caller id; shows the wrong number when I call; caller id is wrong on outgoing calls; "
        "they see another number; mauvais numero affiche",
        (MAIN_CALLER_ID, "What the other side's carrier shows: it may look names up itself."),
    ),
    Symptom(
        "wrong_incoming_name",
        "incoming calls show no name or a wrong one",
        "wrong incoming name; caller name is blank; no name on incoming calls; incoming caller name wrong; "
        "nom de l'appelant manquant",
        (PHONE,),
    ),
    Symptom(
        "queue_silent",
        "a queue does not ring its agents",
        "queue does not ring; agents do not get calls; queue members not ringing; callers wait in queue and "
        "nobody rings; la file ne sonne pas",
        (AGENTS, PHONE),
    ),
    Symptom(
        "queue_drops",
        "a queue drops its callers",
        "queue drops callers; callers are thrown out of the queue; queue hangs up; hung up while waiting in "
        "queue; la file raccroche",
        (AGENTS,),
    ),
    Symptom(
        "group_silent",
        "a ring group does not ring",
        "ring group does not ring; group silent; only some phones of the group ring; ring group members not "
        "ringing; le groupe ne sonne pas",
        (PHONE, NETWORK),
    ),
    Symptom(
        "ivr_wrong",
        "a menu is silent or leads to the wrong place",
        "ivr wrong destination; menu goes to the wrong place; menu is silent; menu hangs up; pressing a key "
        "does nothing; key in menu wrong; le menu ne fonctionne pas",
        ("Keys that a phone does not send (DTMF): try another phone, or sys:dtmf for a test.",),
    ),
    Symptom(
        "hours_wrong",
        "open when closed, or closed when open",
        "time condition wrong; opening hours wrong; closed message during the day; after hours greeting "
        "during opening hours; treats us as closed; open when we are closed; heures d'ouverture",
        (),
    ),
    Symptom(
        "forward_fails",
        "forwarded calls do not arrive",
        "forwarded call fails; forwarding does not work; forward to cell fails; cell phone does not ring; "
        "call forwarding broken; le renvoi ne fonctionne pas",
        (CARRIER,),
    ),
    Symptom(
        "outgoing_fails",
        "calls out do not go through",
        "outgoing calls fail; cannot call out; cannot dial international; calls abroad fail; cannot make "
        "calls; impossible d'appeler",
        (NETWORK, PHONE, MAIN_CALLER_ID),
    ),
    Symptom(
        "charges",
        "unexpected charges",
        "unexpected charges; bill is higher; balance drops fast; strange calls on the account; fraud; "
        "expensive calls; la facture est plus elevee",
        ("Calls made with a stolen SIP password look like the device's own: compare with the phone's own list.",),
    ),
    Symptom(
        "order_fails",
        "an order is refused",
        "order fails; cannot order number; purchase refused; cannot buy a number; commande refusee",
        ("Limits of the account's type and its verification: look in the portal.",),
    ),
    Symptom(
        "port",
        "a number that is being ported does not come",
        "where is my port; port in progress; number being ported; porting rejected; transfer of number; ou en "
        "est mon portage",
        ("What the losing carrier does: ask it; VoIP.ms's notes on the port are the best source here.",),
    ),
    Symptom(
        "everything_fails",
        "nothing works, the API refuses",
        "everything fails; api does not work; nothing works; login refused; rien ne marche",
        (OUTAGE,),
    ),
)
BY_NAME: Mapping[str, Symptom] = {one.name: one for one in SYMPTOMS}
