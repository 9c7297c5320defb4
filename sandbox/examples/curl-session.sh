#!/bin/sh
# A whole session with curl, over REST and over XML, against one company.
#
#   intacct-sandbox --port 8700 &
#   sh curl-session.sh http://127.0.0.1:8700
#
# Each step prints one line. Needs curl and sed, nothing else.
set -eu
U=${1:-http://127.0.0.1:8700}
A=$U/ia/api/v1

one() { sed -n "s/.*\"$1\": *\"\\([^\"]*\\)\".*/\\1/p" | head -n 1; } # the first value of a JSON name
tag() { sed -n "s/.*<$1>\\([^<]*\\)<.*/\\1/p" | head -n 1; }        # the first text of an XML element
rest() { # METHOD PATH [BODY [KEY]]
    curl -sS -X "$1" "$A/$2" -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
        ${4:+-H "Idempotency-Key: $4"} ${3:+-d "$3"}
}
xml() { # AUTHENTICATION FUNCTIONS; the endpoint is in $GATEWAY
    curl -sS "$GATEWAY" -H 'Content-Type: application/xml' -d "<request><control><senderid>relay_sender</senderid>
<password>sender-secret</password><controlid>curl</controlid><dtdversion>3.0</dtdversion></control><operation>
<authentication>$1</authentication><content>$2</content></operation></request>"
}

# REST: sign in, create a vendor, send the same request again, change it, ask for it
TOKEN=$(curl -sS "$A/oauth2/token" -d grant_type=client_credentials -d client_id=relay.app.sage.com \
    -d client_secret=client-secret -d username=relay_ws@HARBORLINE | one access_token)
echo "signed in over REST"
VENDOR='{"id": "V-31", "name": "Gulf Fasteners"}'
KEY=$(rest POST objects/accounts-payable/vendor "$VENDOR" vendor-31 | one key)
echo "vendor $KEY"
echo "vendor again $(rest POST objects/accounts-payable/vendor "$VENDOR" vendor-31 | one key)"
rest PATCH "objects/accounts-payable/vendor/$KEY" '{"name": "Gulf Bolts"}' > /dev/null
QUERY='{"object": "accounts-payable/vendor", "fields": ["key", "name"], "filters": [{"$eq": {"id": "V-31"}}]}'
echo "found $(rest POST services/core/query "$QUERY" | one name)"

# XML: sign in, go to the endpoint that belongs to the session, create a bill for that vendor, read it
GATEWAY=$U/ia/xml/xmlgw.phtml
LOGIN='<login><userid>relay_ws</userid><companyid>HARBORLINE</companyid><password>user-secret</password></login>'
ANSWER=$(xml "$LOGIN" '<function controlid="s-1"><getAPISession/></function>')
SESSION="<sessionid>$(echo "$ANSWER" | tag sessionid)</sessionid>"
GATEWAY=$(echo "$ANSWER" | tag endpoint)
echo "signed in over XML"
BILL='<function controlid="bill-77"><create><APBILL><WHENCREATED>03/14/2026</WHENCREATED><VENDORID>V-31</VENDORID>
<RECORDID>B-77</RECORDID><WHENDUE>04/13/2026</WHENDUE><APBILLITEMS><APBILLITEM><ACCOUNTNO>6105</ACCOUNTNO>
<TRX_AMOUNT>84.50</TRX_AMOUNT><LOCATIONID>100</LOCATIONID></APBILLITEM></APBILLITEMS></APBILL></create></function>'
echo "bill $(xml "$SESSION" "$BILL" | tag RECORDNO)"
echo "bill again: $(xml "$SESSION" "$BILL" | tag description2)"
QUERY='<function controlid="q-1"><query><object>APBILL</object><select><field>RECORDID</field><field>VENDORNAME</field>
</select><filter><equalto><field>RECORDID</field><value>B-77</value></equalto></filter></query></function>'
echo "vendor of the bill: $(xml "$SESSION" "$QUERY" | tag VENDORNAME)"

# What was really written: each record once
curl -sS "$U/_sandbox/ledger" | sed 's/}, {"sequence"/},\
{"sequence"/g' | sed -n 's/.*"operation": "\([a-z]*\)", "object": "\([a-z]*\)", "key": "\([^"]*\)".*/ledger: \1 \2 \3/p'
