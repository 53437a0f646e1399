/** The help pages are written by the gateway (gateway/help.py); all that they need from here is how they look. */
import "../shared/fonts.css";
import "@fontsource-variable/bricolage-grotesque/wght.css";
import "../shared/tokens.css";
import "./help.css";
